SELECT b AS id FROM r WHERE a = $id
