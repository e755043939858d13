"""Reports: the marts, built with dbt in this process, and what is handed out of them."""
