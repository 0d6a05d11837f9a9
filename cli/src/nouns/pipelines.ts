import { pipelineLines } from '../pipeline-lines.ts'
import { listing, type Noun, paused, short } from './noun.ts'

const SLICES_SHOWN_MAX = 3

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
    show: { operation: 'getPipeline', lines: pipelineLines },
    promote: { operation: 'createPipeline' },
    publish: { operation: 'publishVersion' },
    update: { operation: 'updatePipeline' },
    pause: { operation: 'pausePipeline', takes: [paused(true)] },
    resume: { operation: 'pausePipeline', takes: [paused(false)] },
  },
}

export const run: Noun = {
  is: 'runs of pipelines',
  verbs: {
    list: listing(
      'listRuns',
      (one) => [one.id, one.state, short(one.queuedAt), slicesText(one.slices), one.error],
      [{ name: 'id' }],
    ),
    show: { operation: 'getRun' },
    dashboard: { operation: 'openRunDashboard' },
    cancel: { operation: 'cancelRun' },
  },
}

/** A first run of a year's product has hundreds: its first and last day and their number. */
function slicesText(slices: readonly string[]): string {
  if (slices.length <= SLICES_SHOWN_MAX) return slices.join(' ')
  return `${slices[0]} … ${slices.at(-1)} (${slices.length})`
}
