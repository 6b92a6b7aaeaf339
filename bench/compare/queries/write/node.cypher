CREATE (:P {id: $id, name: 'new', age: 1, city: 'city 1'})
