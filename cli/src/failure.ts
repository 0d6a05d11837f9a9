/** What a command says, on one line, before it exits with 1. */
export class Failure extends Error {}
