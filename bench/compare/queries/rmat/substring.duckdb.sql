SELECT count(*) FROM p WHERE contains(name, 'ab')
