MATCH (n) RETURN n
MATCH (n:Resource) RETURN count(n)
MATCH (n) RETURN count(n)
MATCH ()-[r]->() RETURN count(r)
MATCH ()-[r:subject]->() RETURN count(r)
MATCH ()-[r:subject]->() RETURN r
MATCH ()-[r:subject]-() RETURN r
MATCH ()-[r:subject|patient]->() RETURN r
MATCH ()-[r:subject|patient]-() RETURN r
MATCH ()-[r]-() RETURN r
MATCH (n:Ref) WHERE n.ref IS NOT NULL RETURN n.ref
MATCH (n:Ref) WHERE n.ref =~ '.*' RETURN n
MATCH (n:Patient|Encounter) RETURN n
MATCH (n:Patient&Resource) RETURN n
MATCH (n:Patient&!Stub) RETURN n
MATCH (n:!Patient) RETURN n
MATCH (n) WHERE id(n) = 1 RETURN n
MATCH p=(a:Patient)-[*1..3]-(b:Practitioner) RETURN p LIMIT 5
MATCH (a:Patient)-[*1..3]-(b) RETURN DISTINCT b
MATCH p=(a:Patient)-[:subject*]->(a) RETURN p
MATCH p=(a:Patient)((x)-[:subject]->(y)){1,3}(b) RETURN p
MATCH p=(a:Patient {id:'1'})((x)--(y))+(b:Patient {id:'2'}) RETURN p
MATCH p=SHORTEST 1 (a:Patient {id:'1'})--+(b:Patient {id:'2'}) RETURN p
MATCH p=ALL SHORTEST (a:Patient {id:'1'})--+(b:Patient) RETURN p
MATCH p=shortestPath((a:Patient {id:'1'})-[*..6]-(b:Patient {id:'2'})) RETURN p
MATCH p=allShortestPaths((a:Patient {id:'1'})-[*..6]-(b:Patient {id:'2'})) RETURN length(p)
MATCH (a:Patient),(b:Practitioner) WITH a,b MATCH p=shortestPath((a)-[*..6]-(b)) WHERE length(p) > 1 RETURN p
MATCH (a:Patient) OPTIONAL MATCH (a)<-[:subject]-(e) RETURN a, collect(e)
MATCH (a:Patient) OPTIONAL MATCH (a)<-[:subject]-(e:Encounter {id:'1'}) RETURN a, e
OPTIONAL MATCH (a:Nothing) RETURN a
OPTIONAL MATCH (a:Patient)-[:x]->(b)-[:y]->(a) RETURN a
MATCH (a:Patient)<-[:subject]-(e) WITH a, count(e) AS n WHERE n > 1 RETURN a.name, n ORDER BY n DESC SKIP 1 LIMIT 10
MATCH (a:Patient) RETURN DISTINCT a.gender, a.name ORDER BY a.name
MATCH (a:Patient) RETURN a ORDER BY a.name LIMIT 3
MATCH (a:Patient) RETURN a.ref ORDER BY a.ref, a.name LIMIT 3
MATCH (a:Patient) WITH a ORDER BY a.ref RETURN a.ref, a.name ORDER BY a.ref, a.name
MATCH (a:Patient) WITH a ORDER BY a.ref LIMIT 10 RETURN DISTINCT a.ref, count(*) 
MATCH (a:Patient) WITH a.ref AS r ORDER BY r RETURN r, count(*) AS c
UNWIND [1,2,3] AS x RETURN x
WITH 1 AS x RETURN x+1
RETURN 1 AS one UNION RETURN 2 AS one
RETURN 1 AS one UNION ALL RETURN 2 AS one
MATCH (n:Patient) WHERE EXISTS { (n)<-[:subject]-(:Encounter) } RETURN n
MATCH (n:Patient) WHERE NOT EXISTS { (n)<-[:subject]-(:Encounter) } RETURN n
MATCH (n:Patient) WHERE NOT (n)<-[:subject]-() OR n.x=1 RETURN n
MATCH (n:Patient) WHERE (n)<-[:subject]-() OR (n)-[:y]->(:Encounter) RETURN n
MATCH (n:Patient) WHERE n.x=1 OR EXISTS { (n)-->(:A)-->(:B) } RETURN n
MATCH (n:Patient) WHERE n.x=1 OR NOT EXISTS { (n)-->(:A)-->(:B) } OR NOT EXISTS { (n)-->(:A)-->(:C) } RETURN n
MATCH (n:Patient) RETURN n.ref, EXISTS { (n)-->(:A)-->(:B) } AS e, NOT EXISTS { (n)-->(:A)-->(:B) } AS f
MATCH (n:Patient) RETURN COUNT { (n)<-[:subject]-() } AS degree
MATCH (n:Patient) RETURN COUNT { (n)<-[:subject]-(:Encounter)-->() } AS c
MATCH (n:Patient) RETURN COLLECT { MATCH (n)<-[:subject]-(e) RETURN e.id } AS c
MATCH (n:Patient) RETURN [(n)<-[:subject]-(e) | e.id] AS c
MATCH (n:Patient) RETURN [x IN range(1,3) WHERE x > 1 | x] AS c, reduce(s=0, i IN [1,2] | s+i) AS r
MATCH (n:Patient) RETURN n {.id, .name, visits: [(n)<-[:subject]-(e) | e {.id}]} AS p
MATCH (n:Patient) CALL (n) { MATCH (n)<-[:subject]-(e) RETURN count(e) AS c } RETURN n.id, c
MATCH (n:Patient) CALL { WITH n MATCH (n)<-[:subject]-(e) RETURN e ORDER BY e.date LIMIT 1 } RETURN n.id, e
CALL { MATCH (n:Patient) RETURN n.id AS i UNION MATCH (n:Group) RETURN n.id AS i } RETURN i
MATCH (n:Patient), (m:Practitioner) WHERE n.name = m.name RETURN n, m
MATCH (n:Patient), (m:Practitioner) RETURN count(*)
MATCH (n:Patient) WHERE n.id = 'x' OR n.ref = 'y' RETURN n
MATCH (n:Ref) WHERE n.ref = 'x' OR n.ref STARTS WITH 'y' RETURN n
MATCH (a:Patient {id:'1'})<-[:subject]-(e)-[:participant_individual]->(p)<-[:participant_individual]-(f)-[:subject]->(b:Patient) RETURN DISTINCT b
MATCH (a:Patient)-[r1]->(b)-[r2]->(c)-[r3]->(a) RETURN a,b,c
MATCH (a:Ref {ref:'a'}), (b:Ref {ref:'b'}) MATCH (a)-[r]-(b) RETURN r
MATCH (a:Ref {ref:'a'})-[r]->(b:Ref {ref:'b'}) RETURN r
MATCH (n:Patient) RETURN percentileCont(n.x, 0.5), stDev(n.x), avg(n.x), min(n.x), collect(DISTINCT n.y)[..3]
MATCH (n:Patient) WITH n LIMIT 5 MATCH (n)--(m) RETURN m LIMIT 1
MATCH (n:Patient) WITH *, 1 AS x WHERE x = 1 RETURN *
MATCH (n:Patient) RETURN date(n.birthDate) AS d, duration.between(date('2020-01-01'), date()) AS e, datetime.truncate('day', datetime())
MATCH (n:Patient)--(m) WHERE n:Patient AND m.id > 'a' AND m.id < 'c' RETURN n
MATCH (e:Encounter) WHERE e.id STARTS WITH 'x' RETURN e.id
MATCH (e:Patient) WHERE e.id CONTAINS 'x' RETURN e.id
MATCH (e:Patient) WHERE e.id ENDS WITH 'x' RETURN e.id
MATCH (e:Patient) WHERE e.id > 'x' RETURN e.id ORDER BY e.id DESC
MATCH (e:Patient) WHERE e.id IS NOT NULL RETURN count(e.id), max(e.id)
MATCH (p:Patient) WHERE p.id IN ['a'] MATCH (p)<-[:subject]-(e) RETURN e
MATCH (n:Patient) WHERE n.id='a' RETURN n UNION MATCH (n:Patient) WHERE n.id='b' RETURN n ORDER BY n.id
MATCH (n:Patient) RETURN rand() AS r, n ORDER BY r LIMIT 1
MATCH (n:Patient) RETURN properties(n), keys(n), labels(n), elementId(n)
MATCH (a:Patient)<-[:subject]-(e:Encounter)-[:serviceProvider]->(o:Organization) RETURN o.name AS hospital, count(DISTINCT a) AS patients ORDER BY patients DESC LIMIT 10
MATCH (n:Patient {id:'a'}) MATCH (n)<-[:subject]-(x) WITH n, collect(x) AS xs UNWIND xs AS y RETURN n, y
RETURN 1 LIMIT 0
MATCH (n) FINISH
MATCH (n:Patient) WHERE n.id = 'x' AND false RETURN n
MATCH (a:Patient {id:'x'}), (b:Patient {id:'y'}), (c:Patient {id:'z'}) RETURN a,b,c
MATCH (n:Ref) RETURN n.ref AS r ORDER BY r LIMIT 100
MATCH (a:Patient)<--(e) WHERE e.date > '2020' WITH a, e ORDER BY e.date DESC WITH a, collect(e)[0] AS last RETURN a.name, last.date
MATCH (a:Patient)<-[r:subject WHERE r.x = 1]-(e) RETURN a
MATCH (a:Patient)<-[r:subject]-{0,3}(e) RETURN a
MATCH (n:Patient) WHERE n.name IS NULL OR n.name IN COLLECT { MATCH (m:Practitioner) RETURN m.name } RETURN n
MATCH (n:Patient) WITH n, CASE WHEN n.x IS NULL THEN EXISTS { (n)-->() } ELSE true END AS e RETURN e
UNWIND [1,2] AS i CALL (i) { RETURN i AS j UNION RETURN i+1 AS j } RETURN i, j
