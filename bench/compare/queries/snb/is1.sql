SELECT firstName, lastName, birthday, locationIP, browserUsed, city, gender, creationDate FROM person JOIN person_city ON person_city.person = person.id WHERE person.id = $id
