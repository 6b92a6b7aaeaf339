SELECT name, age FROM p WHERE id = $id
