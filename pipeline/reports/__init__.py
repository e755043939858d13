"""Reports: the marts, built with dbt in this process."""
