MATCH (n:P {id: $id}) RETURN n.name AS name, n.age AS age
