INSERT INTO p VALUES ($id, 'new', 1, 'city 1')
