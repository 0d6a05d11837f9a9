import { defineError } from '../../foundation/errors.ts'

export const invalidPipeline = defineError<{ reason: string }>({
  code: 'pipelines.invalid-pipeline',
  kind: 'invalid',
  message: ({ reason }) => `the pipeline cannot be used: ${reason}`,
})

export const alreadyExists = defineError<{ name: string }>({
  code: 'pipelines.already-exists',
  kind: 'conflict',
  message: ({ name }) => `pipeline "${name}" already exists`,
})

export const notFound = defineError<{ what: string; id: string }>({
  code: 'pipelines.not-found',
  kind: 'not-found',
  message: ({ what, id }) => `${what} "${id}" does not exist`,
})

export const invalidSlices = defineError<{ reason: string }>({
  code: 'pipelines.invalid-slices',
  kind: 'invalid',
  message: ({ reason }) => reason,
})

export const runEnded = defineError<{ id: string; state: string }>({
  code: 'pipelines.run-ended',
  kind: 'conflict',
  message: ({ id, state }) => `run "${id}" is ${state} already`,
})

/** What it made is given up: it was made of what is there no more. */
export const outputChanged = defineError<object>({
  code: 'pipelines.output-changed',
  kind: 'conflict',
  message: () => 'others wrote the output while the run did: nothing of it is published',
})

/** A place inside the platform's own network is no place for a webhook. */
export const targetRefused = defineError<{ target: string; reason: string }>({
  code: 'pipelines.target-refused',
  kind: 'denied',
  message: ({ target, reason }) => `"${target}" gets no notices: ${reason}`,
})

export const deliveryFailed = defineError<{ target: string; reason: string }>({
  code: 'pipelines.delivery-failed',
  kind: 'unavailable',
  message: ({ target, reason }) => `"${target}" did not take the notice: ${reason}`,
})
