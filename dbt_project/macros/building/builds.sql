{# The build that is running, as ops.report_builds has it; none where nothing is being built. #}
{% macro current_build() %}
    {% if not execute or flags.WHICH not in ('build', 'run') or model.resource_type == 'unit_test' %}
        {{ return(none) }}
    {% endif %}
    {% set found = run_query(
        "select b.build_number, l.build_number as baseline, l.as_of as baseline_as_of,"
        ~ " l.snapshot_xmin::text::numeric % 4294967296 as baseline_xid"
        ~ " from ops.report_builds as b"
        ~ " left join ops.report_builds as l on b.baseline_build_number = l.build_number"
        ~ " where b.build_id = '" ~ invocation_id ~ "' and b.state = 'running'"
    ) %}
    {% if not found.rows %}
        {% do exceptions.raise_compiler_error('Another build has begun since this one did.') %}
    {% endif %}
    {{ return(found.rows[0]) }}
{% endmacro %}

{#
    Whether only what has changed since the last build is to be computed for the present model, or
    for the table of the name, in schema intermediate where it names none: an ephemeral model names
    the table that it is part of.
#}
{% macro goes_on(within=none) %}
    {% set build = current_build() %}
    {% if build is none or build['baseline'] is none %}
        {{ return(false) }}
    {% endif %}
    {% set parts = (within or '').split('.') %}
    {% if parts | length == 2 %}
        {% set table = api.Relation.create(database=this.database, schema=parts[0], identifier=parts[1]) %}
    {% else %}
        {% set table = intermediate_table(within) if within else this %}
    {% endif %}
    {% set existing = load_cached_relation(table) %}
    {# a mart that somebody emptied is computed whole #}
    {{ return(
        existing is not none and existing.type == 'table'
        and (table.schema == 'intermediate' or not is_empty(table))
    ) }}
{% endmacro %}

{# What the runner has told of the snapshot that it holds for the whole build; '' without a runner. #}
{% macro given(name) %}
    {{ return(env_var('RECERT_BUILD_' ~ name, '') if execute else '') }}
{% endmacro %}

{#
    A digest of all models: of their texts, and of what their YAML files say. That of the macros
    which are part of their texts is a variable of dbt_project.yml, kept by a test.
#}
{% macro definition() %}
    {% set parts = [var('macros_sha256')] %}
    {% for node in graph.nodes.values() | selectattr('resource_type', 'equalto', 'model') | sort(attribute='unique_id') %}
        {% do parts.append(tojson(
            [node.unique_id, node.checksum.checksum, node.description, node.unrendered_config,
             node.columns, node.constraints],
            sort_keys=true
        )) %}
    {% endfor %}
    {{ return(local_md5(parts | join('\n'))) }}
{% endmacro %}

{# What the build is limited to, as an array of SQL; null for everything. #}
{% macro selection() %}
    {% set parts = [] %}
    {% for option in ('select', 'exclude', 'selector') %}
        {% set asked = invocation_args_dict.get(option) or [] %}
        {% for text in ([asked] if asked is string else asked) %}
            {% do parts.append(quoted(text if option == 'select' else '--' ~ option ~ ' ' ~ text)) %}
        {% endfor %}
    {% endfor %}
    {{ return('array[' ~ parts | join(', ') ~ ']' if parts else 'null') }}
{% endmacro %}

{# A text as a literal of SQL. #}
{% macro quoted(text) %}
    {{ return("'" ~ (text | string).replace("'", "''") ~ "'") }}
{% endmacro %}

{# on-run-start: puts the build on the record, before anything is built. #}
{% macro open_build() %}
    {% if execute and flags.WHICH in ('build', 'run') %}
        {% if flags.EMPTY or flags.SAMPLE %}
            {% do exceptions.raise_compiler_error('Marts are built of the whole record: leave out --empty and --sample') %}
        {% endif %}
        {% call statement('open_build', auto_begin=True) %}
            select api.open_report_build(
                {{ quoted(invocation_id) }}, {{ quoted(definition()) }}, {{ selection() }},
                {{ flags.FULL_REFRESH or false }}, nullif({{ quoted(given('XMIN')) }}, '')::xid8
            )
        {% endcall %}
        {% do adapter.commit() %}
        {# what a build that failed has left would be asked by tests of this one #}
        {% set left = run_query(
            "select c.relname as name, case c.relkind when 'v' then 'view' else 'table' end as kind"
            ~ " from pg_class as c where c.relnamespace = 'intermediate'::regnamespace"
            ~ " and c.relkind in ('r', 'v') and right(c.relname, 6) = '__next'"
            ~ " and pg_get_userbyid(c.relowner) = current_user"
        ) %}
        {% if left.rows %}
            {% call statement('clear', auto_begin=True) %}
                {% for row in left.rows %}
                    drop {{ row['kind'] }} if exists {{ intermediate_table(row['name']) }} cascade;
                {% endfor %}
            {% endcall %}
            {% do adapter.commit() %}
        {% endif %}
    {% endif %}
{% endmacro %}

{# on-run-end: publishes the marts where everything went well; else says what did not. #}
{% macro conclude_build(results) %}
    {% if execute and flags.WHICH in ('build', 'run') %}
        {% set failed = results | selectattr('status', 'in', ['error', 'fail', 'runtime error']) | list %}
        {% if failed %}
            {% set names = failed | map(attribute='node.name') | map('string') | list %}
            {% do end_without_marts('failed', 'These failed: ' ~ names | join(', '), names) %}
        {% elif flags.WHICH == 'run' %}
            {% do end_without_marts('failed', 'dbt run tests nothing, so its marts are not published', []) %}
            {% do exceptions.raise_compiler_error('The marts are not published: dbt run tests nothing. Use dbt build.') %}
        {% elif not results %}
            {% do end_without_marts('failed', 'Nothing was built', []) %}
        {% elif results | selectattr('node.config.materialized', 'equalto', 'mart') | list
            and not (results | selectattr('node.resource_type', 'equalto', 'test') | list) %}
            {% do end_without_marts('failed', 'No test was asked, so the marts are not published', []) %}
            {# the runner has a sentence of its own #}
            {% if not given('SNAPSHOT') %}
                {% do exceptions.raise_compiler_error('The marts are not published: no test was asked.') %}
            {% endif %}
        {% else %}
            {% do publish(results) %}
        {% endif %}
    {% endif %}
{% endmacro %}

{% macro end_without_marts(state, message, names) %}
    {% call statement('fail_build', auto_begin=True) %}
        select api.fail_report_build(
            {{ quoted(invocation_id) }}, {{ quoted(state) }}, {{ quoted(message) }},
            array[{% for name in names %}{{ quoted(name) }}{{ ', ' if not loop.last }}{% endfor %}]::text[]
        )
    {% endcall %}
    {% do adapter.commit() %}
{% endmacro %}

{# Whether the build has made every model that is a table, and asked every test of data. #}
{% macro is_whole(results) %}
    {% set done = results | map(attribute='node.unique_id') | list %}
    {% set missing = [] %}
    {% for node in graph.nodes.values() %}
        {% if node.unique_id not in done
            and node.resource_type in ('model', 'test', 'seed')
            and node.config.materialized != 'ephemeral' %}
            {% do missing.append(node.unique_id) %}
        {% endif %}
    {% endfor %}
    {{ return(not missing) }}
{% endmacro %}
