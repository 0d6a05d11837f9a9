/** What a command says, on one line, before it exits with 1. */
export class Failure extends Error {}

/** What the platform refused, with what it told of it. */
export class Refusal extends Failure {
  readonly facts: Readonly<Record<string, unknown>>

  constructor(message: string, facts: Readonly<Record<string, unknown>>) {
    super(message)
    this.facts = facts
  }
}
