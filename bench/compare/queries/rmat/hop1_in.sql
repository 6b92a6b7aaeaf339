SELECT a AS id FROM r WHERE b = $id
