{{ config(key=[]) }}

select
    version_id,
    document,
    revision
from {{ source('core', 'version_sources') }}
