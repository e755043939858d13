-- How many people there are.
select count(*) as people
from mart_compliance.dim_user;
