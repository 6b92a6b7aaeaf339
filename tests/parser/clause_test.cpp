// tests/parser/clause_test.cpp: patterns, clauses, whole queries and schema commands.
#include <catch2/catch.hpp>

#include "tree_printer.hpp"

using kith::test::error_of;
using kith::test::tree;

TEST_CASE("node and relationship patterns") {
  CHECK(tree("MATCH () RETURN 1") == "(match ()) (return 1)");
  CHECK(tree("MATCH (a)--(b)-->(c)<--(d)<-->(e) RETURN a") == "(match (a)-[]-(b)-[]->(c)<-[]-(d)-[]-(e)) (return a)");
  CHECK(tree("MATCH (a:A:B {x: 1} WHERE a.y)-[r:T|:S|U {z: 2} WHERE r.w]->() RETURN a") ==
        "(match (a:(A&B) {x: 1} where (. a y))-[r:(T|S|U) {z: 2} where (. r w)]->()) (return a)");
  CHECK(tree("MATCH (:A&(B|!C)&%) RETURN 1") == "(match (:(A&(B|!C)&%))) (return 1)");
  CHECK(tree("MATCH ()-[*]->()-[*2]-()-[*1..3]-()-[*..3]-()-[r:T*1..]-()-[*..]-() RETURN 1") ==
        "(match ()-[*?..?]->()-[*2..2]-()-[*1..3]-()-[*?..3]-()-[r:T*1..?]-()-[*?..?]-()) (return 1)");
  CHECK(tree("MATCH p = (a), ((b)-->(c)), q = shortestPath((a)-[*]->(b)), allShortestPaths((a)-[*]-(b)) RETURN p") ==
        "(match p=(a) (b)-[]->(c) q=shortest:(a)-[*?..?]->(b) all-shortest:(a)-[*?..?]-(b)) (return p)");
  CHECK(tree("CREATE (n $p)") == "(create (n $p))");
  CHECK(error_of("MATCH (a)-[:LIKES..]->(c) RETURN c").detail == "InvalidRelationshipPattern");
  CHECK(error_of("MATCH (a)-[:LIKES*-2]->(c) RETURN c").detail == "InvalidRelationshipPattern");
  CHECK(error_of("MATCH (n $p) RETURN n").detail == "InvalidParameterUse");
  CHECK(error_of("MATCH ()-[r:T $p]->() RETURN r").detail == "InvalidParameterUse");
  CHECK(error_of("MERGE (n $p) RETURN n").detail == "InvalidParameterUse");
}

TEST_CASE("reading clauses") {
  CHECK(tree("OPTIONAL MATCH (a), (b) WHERE a.x RETURN *") == "(optional-match (a) (b) where (. a x)) (return *)");
  CHECK(tree("UNWIND [1] AS x RETURN *, x AS y") == "(unwind (list 1) x) (return * x as y)");
  CHECK(tree("WITH DISTINCT 1 AS x ORDER BY x DESC, 2 ASCENDING SKIP 1 LIMIT $n WHERE x RETURN x;") ==
        "(with distinct 1 as x desc x asc 2 skip 1 limit $n where x) (return x)");
  CHECK(tree("RETURN 1 AS a UNION RETURN 2 AS a UNION DISTINCT RETURN 3 AS a") ==
        "(return 1 as a) union (return 2 as a) union (return 3 as a)");
  CHECK(tree("MATCH (n) CALL { WITH n RETURN 1 AS x UNION ALL RETURN 2 AS x } RETURN x") ==
        "(match (n)) (call {(with n) (return 1 as x) union-all (return 2 as x)}) (return x)");
}

TEST_CASE("paths that repeat, and what chooses among them") {
  CHECK(tree("MATCH (a)-[r:T]->+(b)-->{2}()--{,3}()<--*() RETURN 1") ==
        "(match (a)-[r:T*1..?]->(b)-[*2..2]->()-[*0..3]-()<-[*0..?]-()) (return 1)");
  CHECK(tree("MATCH (a) ((x)-->(y) WHERE x.z){1,3} (b) RETURN 1") ==
        "(match (a) group1..3((x)-[]->(y) where (. x z)) (b)) (return 1)");
  CHECK(tree("MATCH ((x)-->(y))+ ((u)-->(v))* RETURN 1") ==
        "(match () group1..?((x)-[]->(y)) () group0..?((u)-[]->(v)) ()) (return 1)");
  CHECK(tree("MATCH p = SHORTEST 2 TRAIL PATHS GROUPS (a)-->+(b) RETURN 1") ==
        "(match p=select-groups 2:trail:(a)-[*1..?]->(b)) (return 1)");
  CHECK(tree("MATCH ANY (a), ALL SHORTEST (b), ALL ACYCLIC (c), any = (d) RETURN 1") ==
        "(match select-shortest:(a) select-all-shortest:(b) acyclic:(c) any=(d)) (return 1)");
  CHECK(tree("MATCH REPEATABLE ELEMENTS (a) RETURN 1") == "(match repeatable (a)) (return 1)");
  CHECK(tree("MATCH DIFFERENT RELATIONSHIPS (a) RETURN 1") == "(match different (a)) (return 1)");
  CHECK(error_of("MATCH (a)-->{0}(b) RETURN a").detail == "InvalidRelationshipPattern");
  CHECK(error_of("MATCH (a)-[*2]->{2}(b) RETURN a").detail == "InvalidRelationshipPattern");
}

TEST_CASE("clauses of GQL and Cypher 25") {
  CHECK(tree("LET x = 1, y = 2 FILTER WHERE x FILTER y FINISH") == "(let x 1 y 2) (filter x) (filter y) (finish)");
  CHECK(tree("FOR x IN [1] WITH ORDINALITY i FOR y IN x WITH OFFSET o RETURN 1") ==
        "(for (list 1) x ordinality i) (for x y offset o) (return 1)");
  CHECK(tree("FOR x IN [1] WITH offset AS o RETURN o") == "(for (list 1) x) (with offset as o) (return o)");
  CHECK(
      tree("CALL (a, b) { RETURN 1 AS x } OPTIONAL CALL (*) { RETURN 2 AS y } CALL () { CREATE () } IN TRANSACTIONS OF "
           "2 ROWS ON ERROR BREAK REPORT STATUS AS s RETURN s") ==
      "(call scoped a b {(return 1 as x)}) (optional-call scoped * {(return 2 as y)}) "
      "(call scoped {(create ())} in-transactions) (return s)");
  CHECK(tree("RETURN 1 AS a EXCEPT ALL RETURN 2 AS a NEXT RETURN a INTERSECT RETURN 3 AS a") ==
        "(return 1 as a) except-all (return 2 as a) next (return a) intersect (return 3 as a)");
  CHECK(tree("WHEN a THEN RETURN 1 AS x WHEN b THEN { RETURN 2 AS x UNION RETURN 3 AS x } ELSE RETURN 4 AS x") ==
        "(conditional when a {(return 1 as x)} when b {(return 2 as x) union (return 3 as x)} else {(return 4 as x)})");
  CHECK(tree("LOAD CSV WITH HEADERS FROM 'f' AS r FIELDTERMINATOR ';' RETURN r") ==
        "(load-csv headers 'f' r terminator ';') (return r)");
  CHECK(tree("MATCH (n IS A&$(x)) SET n:$(y):B, n[k] = 1 REMOVE n[k]") ==
        "(match (n:(A&$(x)))) (set [n:$y:B] [n .k = 1]) (remove [n .k])");
  CHECK(tree("MATCH (n) RETURN 1 OFFSET 2") == "(match (n)) (return 1 skip 2)");
  CHECK(error_of("USE g MATCH (n) RETURN n").kind == kith::ErrorKind::kUnsupported);
}

TEST_CASE("procedures") {
  CHECK(tree("CALL db.labels") == "(call-standalone db.labels implicit)");
  CHECK(tree("CALL db.labels() YIELD *") == "(call-standalone db.labels yield *)");
  CHECK(tree("CALL p(1, x) YIELD a AS b, c WHERE c RETURN b") == "(call p 1 x yield a as b c where c) (return b)");
  CHECK(error_of("CALL p YIELD a RETURN a").detail == "InvalidArgumentPassingMode");
  CHECK(error_of("CALL p('x') YIELD * RETURN a").detail == "UnexpectedSyntax");
}

TEST_CASE("writing clauses") {
  CHECK(tree("CREATE (a:A)-[:T {x: 1}]->(b), (c)") == "(create (a:A)-[:T {x: 1}]->(b) (c))");
  CHECK(tree("MERGE (a) ON CREATE SET a.x = 1, a:L ON MATCH SET a += $p ON CREATE SET a.y = 2") ==
        "(merge (a) on-create [a .x = 1] [a:L] [a .y = 2] on-match [a += $p])");
  CHECK(tree("MATCH (n) SET n.x.y = 1, n = {a: 1}, n:A:B, (n).z = 2 REMOVE n.x, n:A:B") ==
        "(match (n)) (set [(. n x) .y = 1] [n = {a: 1}] [n:A:B] [n .z = 2]) (remove [n .x] [n:A:B])");
  CHECK(tree("MATCH (n) DETACH DELETE n, n.x DELETE n") == "(match (n)) (detach-delete n (. n x)) (delete n)");
  CHECK(tree("FOREACH (x IN xs | CREATE (:A) FOREACH (y IN x | SET y.k = 1))") ==
        "(foreach x xs (create (:A)) (foreach y x (set [y .k = 1])))");
  for (const char* text : {"MATCH (n) SET n", "MATCH (n) SET n:A|B", "MATCH (n) SET f(n) = 1", "MATCH (n) REMOVE n",
                           "FOREACH (x IN xs | MATCH (n))", "MATCH (n) SET 1"}) {
    CHECK(error_of(text).detail == "UnexpectedSyntax");
  }
}

TEST_CASE("what may follow what") {
  for (const char* text : {"RETURN 1 MATCH (n) RETURN n", "MATCH (n)", "UNWIND [1] AS x", "WITH 1 AS x",
                           "RETURN 1 AS a UNION RETURN 2 AS a UNION ALL RETURN 3 AS a",
                           "CALL { RETURN 1 AS x MATCH (n) RETURN n } RETURN x"}) {
    CHECK(error_of(text).detail == "InvalidClauseComposition");
  }
}

TEST_CASE("schema commands") {
  CHECK(tree("CREATE INDEX FOR (n:L) ON (n.a)") == "index  n:L a");
  CHECK(tree("CREATE RANGE INDEX i IF NOT EXISTS FOR ()-[r:T]->() ON (r.a, r.b)") == "index i? -r:T a,b");
  CHECK(tree("CREATE CONSTRAINT c IF NOT EXISTS FOR (n:L) REQUIRE n.k IS UNIQUE") == "constraint c? n:L k unique");
  CHECK(tree("CREATE CONSTRAINT FOR ()-[r:T]-() REQUIRE (r.a, r.b) IS UNIQUE") == "constraint  -r:T a,b unique");
  CHECK(tree("CREATE CONSTRAINT c FOR (n:L) REQUIRE n.k IS NOT NULL;") == "constraint c n:L k not-null");
  CHECK(tree("DROP INDEX i IF EXISTS") == "drop-index i?");
  CHECK(tree("DROP CONSTRAINT `my c`") == "drop-constraint my c");
  CHECK(tree("SHOW INDEXES") == "show indexes");
  CHECK(tree("SHOW ALL CONSTRAINT") == "show constraints");
  CHECK(tree("SHOW FUNCTIONS") == "show functions");
  CHECK(tree("SHOW PROCEDURES") == "show procedures");
  CHECK(tree("EXPLAIN MATCH (n) RETURN n") == "explain (match (n)) (return n)");
  CHECK(tree("profile RETURN 1") == "profile (return 1)");
  CHECK(error_of("CREATE INDEX FOR (n:L) ON (m.a)").detail == "UndefinedVariable");
}
