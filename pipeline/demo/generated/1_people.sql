-- Everybody of the generated company. Settings: demo.users, how many people;
-- demo.today, the date that ages count back from.
--
-- Chance is a hash of who somebody is, so the same person comes out whenever and wherever it is
-- made, and a larger company holds the smaller one: each byte of the hash is a die. Teams of
-- twelve share department and place, areas of eight teams the site; the first of each leads it.

create temporary table demo_people on commit drop as
with words as (
    select
        array[
            'Ada', 'Aisha', 'Anders', 'Aoife', 'Beatriz', 'Bram', 'Camille', 'Chiara', 'Ciarán',
            'Daniel', 'Dorota', 'Elena', 'Elif', 'Emeka', 'Emma', 'Fatima', 'Femke', 'Freja',
            'Gabriel', 'Hanna', 'Hugo', 'Ines', 'Isaac', 'Jakub', 'Jana', 'Joris', 'Jürgen',
            'Karim', 'Katarzyna', 'Lars', 'Lena', 'Liam', 'Lotte', 'Luca', 'Maëlle', 'Marek',
            'Mei', 'Mikkel', 'Niamh', 'Nora', 'Omar', 'Paulo', 'Petra', 'Priya', 'Rosa', 'Samuel',
            'Sofie', 'Tomás', 'Viktor', 'Wei', 'Yusuf', 'Zoë'
        ] as given_names,
        array[
            'Adeyemi', 'Almeida', 'Andersen', 'Bakker', 'Becker', 'Bernard', 'Brennan', 'Byrne',
            'Carvalho', 'Chen', 'Christensen', 'Claes', 'Costa', 'De Smet', 'Demir', 'Doyle',
            'Dubois', 'Fischer', 'Fontaine', 'Gallagher', 'Garnier', 'Gupta', 'Haddad', 'Hansen',
            'Hoffmann', 'Horvat', 'Ibrahim', 'Jacobs', 'Janssens', 'Jensen', 'Kaya', 'Keane',
            'Kowalska', 'Krüger', 'Lambert', 'Larsen', 'Lefèvre', 'Lindqvist', 'Maes', 'Marino',
            'Martin', 'Mensah', 'Mertens', 'Moreau', 'Müller', 'Murphy', 'Nielsen', 'Novak',
            'Nowak', 'O''Brien', 'Okafor', 'Olsen', 'Peeters', 'Petit', 'Quinn', 'Rahman',
            'Ricci', 'Rousseau', 'Ryan', 'Schmitt', 'Silva', 'Svensson', 'Tanaka', 'Virtanen',
            'Walsh', 'Weber', 'Willems', 'Yilmaz'
        ] as family_names
),

office as (
    select
        o.employee_number,
        o.role,
        o.department,
        'Cork' as location,
        o.manager,
        -o.place as person_number,
        sha256(convert_to('office ' || o.place, 'UTF8')) as dice
    from (
        values
        (1, 'C-001', 'corporate_admin', 'Management', null),
        (2, 'Q-001', 'quality_admin', 'Quality Assurance', 'C-001'),
        (3, 'Q-002', 'quality_admin', 'Quality Assurance', 'Q-001'),
        (4, 'Q-003', 'quality_admin', 'Quality Assurance', 'Q-001'),
        (5, 'H-001', 'hr_admin', 'Human Resources', 'C-001'),
        (6, 'H-002', 'hr_admin', 'Human Resources', 'H-001'),
        (7, 'A-001', 'auditor', 'Management', 'C-001')
    ) as o (place, employee_number, role, department, manager)
),

activities as (
    select a.*
    from (
        values
        ('Production', array['Granulation', 'Compression', 'Filling']),
        ('Packaging', array['Blistering', 'Labelling']),
        ('Warehouse', array['Goods-in', 'Dispatch']),
        ('Quality Control', array['Chemistry', 'Microbiology'])
    ) as a (department, activities)
),

employees as (
    select
        n.person_number,
        'E-' || lpad(n.person_number::text, greatest(5, length(n.person_number::text)), '0')
            as employee_number,
        n.person_number - (n.person_number - 1) % 12 as lead_number,
        n.person_number - (n.person_number - 1) % 96 as area_number,
        sha256(convert_to('person ' || n.person_number, 'UTF8')) as dice,
        sha256(convert_to('team ' || (n.person_number - 1) / 12, 'UTF8')) as team_dice,
        sha256(convert_to('area ' || (n.person_number - 1) / 96, 'UTF8')) as area_dice
    from generate_series(1, current_setting('demo.users')::integer - 7) as n (person_number)
),

placed as (
    select
        e.*,
        case
            when e.lead_number = 1 then 'EHS'  -- the authors of safety procedures
            when get_byte(e.team_dice, 0) < 92 then 'Production'
            when get_byte(e.team_dice, 0) < 128 then 'Packaging'
            when get_byte(e.team_dice, 0) < 154 then 'Warehouse'
            when get_byte(e.team_dice, 0) < 180 then 'Quality Control'
            when get_byte(e.team_dice, 0) < 196 then 'Quality Assurance'
            when get_byte(e.team_dice, 0) < 222 then 'Maintenance'
            when get_byte(e.team_dice, 0) < 238 then 'Engineering'
            when get_byte(e.team_dice, 0) < 244 then 'EHS'
            else 'Supply Chain'
        end as department,
        (array['Aarhus', 'Cork', 'Ghent', 'Lyon'])[1 + get_byte(e.area_dice, 0) % 4] as location,
        1 + get_byte(e.team_dice, 1) % 2 as plant_number,
        1 + get_byte(e.team_dice, 2) % 4 as line_number,
        case when e.person_number = e.lead_number then e.area_number else e.lead_number end::text
            as manager_number,
        -- who leads, who writes the procedures and who finds an old paper record stays
        get_byte(e.dice, 3) >= 8 or e.person_number in (e.lead_number, e.area_number)
        or e.lead_number = 1 or e.person_number % 160 = 8 as is_active
    from employees as e
),

described as (
    select
        p.person_number,
        p.employee_number,
        p.dice,
        case when p.person_number = p.lead_number then 'team_lead' else 'employee' end as role,
        p.is_active,
        p.department,
        p.location,
        a.activities[1 + get_byte(p.team_dice, 3) % cardinality(a.activities)] as activity,
        p.location || ' ' || p.plant_number as plant,
        case when p.department in ('Production', 'Packaging') then 'Line ' || p.line_number end
            as line,
        case
            when p.department in ('Production', 'Packaging')
                then format('L%s-W%s', p.line_number, 1 + get_byte(p.dice, 4) % 6)
        end as workstation,
        case
            when p.person_number = p.area_number then 'C-001'
            else 'E-' || lpad(p.manager_number, greatest(5, length(p.manager_number)), '0')
        end as manager
    from placed as p
    left join activities as a on p.department = a.department

    union all

    select
        o.person_number,
        o.employee_number,
        o.dice,
        o.role,
        true as is_active,
        o.department,
        o.location,
        null as activity,
        null as plant,
        null as line,
        null as workstation,
        o.manager
    from office as o
)

select
    d.*,
    concat_ws(
        ' ',
        w.given_names[1 + get_byte(d.dice, 0) % cardinality(w.given_names)],
        w.family_names[
            1 + (get_byte(d.dice, 1) * 256 + get_byte(d.dice, 2)) % cardinality(w.family_names)
        ]
    ) as full_name
from described as d
cross join words as w;

create temporary table demo_users on commit drop as
select
    p.employee_number,
    p.full_name,
    lower(p.employee_number) || '@halden.example' as email,
    p.role,
    p.is_active,
    p.department,
    p.location,
    p.activity,
    p.plant,
    p.line,
    p.workstation,
    p.manager,
    -- a later run counts back from the same day, so that it brings the same files
    jsonb_build_object('demo', 'company', 'demo_day', current_setting('demo.today'))
        as attributes
from demo_people as p;
