import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChainLink, PipelineDetail } from '@millrace/contract'
import { pipelineLines } from './pipeline-lines.ts'

const at = (time: string) => `2026-11-23T${time}:00.000Z`
const chain: ChainLink[] = [
  {
    ...{ depth: 0, kind: 'pipeline', name: 'daily', slice: '2026-11-22', state: 'endangered' },
    ...{ mustAt: at('07:00'), expectedAt: at('08:10'), marginSeconds: -4200, critical: true },
  },
  {
    ...{ depth: 1, kind: 'delivery', name: 'counts', slice: '2026-11-22', state: 'missed' },
    ...{ mustAt: at('06:20'), expectedAt: at('07:30'), marginSeconds: -4200, critical: true },
  },
  { depth: 1, kind: 'hidden', state: 'unknown', mustAt: at('06:20'), critical: false },
]

test('given a chain, when a pipeline is shown, then it stands last, a line a link', () => {
  const pipeline = { name: 'daily', slicesDone: 3, chain } as unknown as PipelineDetail

  assert.deepEqual(
    pipelineLines(pipeline).map((line) => line.replaceAll(/ {2,}/g, '  ')),
    [
      'name  daily',
      'slicesDone  3',
      'chain',
      '  daily  2026-11-22  endangered  due 2026-11-23 07:00  expected 2026-11-23 08:10  ' +
        'margin -1 h 10 min  critical',
      '  feed counts  2026-11-22  missed  needed by 2026-11-23 06:20  ' +
        'expected 2026-11-23 07:30  margin -1 h 10 min  critical',
      '  hidden  -  unknown  needed by 2026-11-23 06:20  expected -  margin unknown',
    ],
  )
})
