SELECT count(*) FROM p WHERE instr(name, 'ab') > 0
