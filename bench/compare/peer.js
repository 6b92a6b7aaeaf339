// bench/compare/peer.js: the process of one engine, seen from the process that compares.
import { fork } from 'node:child_process';

export class Peer {
  constructor(name, settings) {
    this.name = name;
    this.settings = settings;
    this.number = 0;
  }

  async start() {
    this.child = fork(new URL('./worker.js', import.meta.url), [this.name, JSON.stringify(this.settings)]);
    await new Promise((resolve, reject) => {
      this.child.once('message', resolve);
      this.child.once('exit', (code) => reject(new Error(`${this.name} did not start: exit code ${code}`)));
    });
  }

  /** What the worker answers; { error } when it fails, takes longer than `limit` ms (its process is then killed) or dies. */
  ask(task, details = {}, limit = 600_000) {
    const number = ++this.number;
    return new Promise((resolve) => {
      const { child } = this;
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
        done({ error: 'time', dead: true });
      }, limit);
      const onMessage = (message) => {
        if (message.number === number) done(message.error === undefined ? message.value ?? {} : { error: message.error });
      };
      const onExit = (code, signal) => done({ error: `process ended (${signal ?? code})`, dead: true });
      const done = (answer) => {
        clearTimeout(timer);
        child.off('message', onMessage);
        child.off('exit', onExit);
        resolve(answer);
      };
      child.on('message', onMessage);
      child.on('exit', onExit);
      child.send({ number, task, ...details });
    });
  }

  stop() {
    this.child?.kill('SIGKILL');
  }
}
