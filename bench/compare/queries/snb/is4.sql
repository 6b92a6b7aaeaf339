SELECT creationDate AS date, coalesce(imageFile, content) AS content FROM message WHERE id = $id
