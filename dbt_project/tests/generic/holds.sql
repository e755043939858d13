{# The condition is true of every row; where it is null it does not hold. #}
{% test holds(model, condition) %}
    select *
    from {{ model }}
    where ({{ condition }}) is distinct from true
{% endtest %}
