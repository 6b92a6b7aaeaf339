MATCH (country:Country)
MATCH (a:Person)-[:IS_LOCATED_IN_Person_City]->(:City)-[:IS_PART_OF_City_Country]->(country)
MATCH (b:Person)-[:IS_LOCATED_IN_Person_City]->(:City)-[:IS_PART_OF_City_Country]->(country)
MATCH (c:Person)-[:IS_LOCATED_IN_Person_City]->(:City)-[:IS_PART_OF_City_Country]->(country)
MATCH (a)-[:KNOWS]-(b)-[:KNOWS]-(c)-[:KNOWS]-(a)
RETURN count(*) AS count
