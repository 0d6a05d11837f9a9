import { listing, type Noun, paused, short } from './noun.ts'

export const pipeline: Noun = {
  is: 'scripts that keep products on time',
  verbs: {
    list: listing('listPipelines', (one) => [
      one.id,
      one.state,
      one.name,
      `${one.slicesDone} slices done`,
      one.slicesMissing > 0 ? `${one.slicesMissing} missing` : undefined,
    ]),
    show: { operation: 'getPipeline' },
    promote: { operation: 'createPipeline' },
    publish: { operation: 'publishVersion' },
    pause: { operation: 'pausePipeline', takes: [paused(true)] },
    resume: { operation: 'pausePipeline', takes: [paused(false)] },
  },
}

export const run: Noun = {
  is: 'runs of pipelines',
  verbs: {
    list: listing(
      'listRuns',
      (one) => [one.id, one.state, short(one.queuedAt), one.slices.join(' '), one.error],
      [{ name: 'id' }],
    ),
    show: { operation: 'getRun' },
    cancel: { operation: 'cancelRun' },
  },
}
