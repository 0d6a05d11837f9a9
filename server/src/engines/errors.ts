import { defineError } from '../foundation/errors.ts'

export const layersTooLarge = defineError<{ what: string; most: string }>({
  code: 'engines.layers-too-large',
  kind: 'conflict',
  message: ({ what, most }) => `${what} more than ${most}`,
})

export const strangeLayer = defineError<{ name: string }>({
  code: 'engines.strange-layer',
  kind: 'invalid',
  message: ({ name }) => `what was fetched has no "${name}" of its own`,
})
