MATCH (m:Post:Comment {id: $id}) RETURN m.creationDate AS date, coalesce(m.imageFile, m.content) AS content
