UPDATE p SET age = $age WHERE id = $id
