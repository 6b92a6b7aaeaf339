MATCH (n:P {id: $id}) SET n.age = $age
