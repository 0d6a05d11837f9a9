import type { FeedProposal } from '@millrace/contract'
import { ingestionOf } from './ingestion-of.ts'
import { operation } from './operation.ts'
import { triedSource } from './tried-source.ts'

const NOTHING = { definition: {}, columns: [], evidence: [] }

export const sampleFile = operation('sampleFile', async (deps, { caller, body }) => {
  const { path, zone } = body
  const tried = await ingestionOf(deps).sampleFile(caller, {
    ...triedSource(body),
    ...{ path, ...(zone !== undefined && { zone }) },
  })
  if ('problem' in tried) return { problem: tried.problem, ...NOTHING }
  const { definition, columns, ...rest } = tried.found
  return {
    ...rest,
    // What is proposed is of the shape in which a feed is taken in.
    definition: definition as FeedProposal['definition'],
    columns: columns.map(({ nullTexts: _, ...column }) => column),
  }
})
