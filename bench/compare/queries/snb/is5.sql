SELECT p.id AS id, p.firstName, p.lastName FROM message AS m JOIN person AS p ON p.id = m.creator WHERE m.id = $id
