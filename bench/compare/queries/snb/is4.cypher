MATCH (m:Message {id: $id}) RETURN m.creationDate AS date, coalesce(m.imageFile, m.content) AS content
