SELECT f.id AS id, f.firstName, f.lastName, k.creationDate AS date FROM knows AS k JOIN person AS f ON f.id = k.b WHERE k.a = $id ORDER BY date DESC, f.id
