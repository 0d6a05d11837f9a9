import type { LFTagPair, Resource } from '@aws-sdk/client-lakeformation'
import type { AssignmentCommand, Governance } from '../../contexts/governance/index.ts'
import type { Caller } from '../../contexts/identity/index.ts'
import { errorDetail } from './error-detail.ts'
import { parseResource } from './wire-resource.ts'

interface WireAssignment {
  CatalogId?: string | undefined
  Resource: Resource
  LFTags: readonly { TagKey: string; TagValues: readonly string[] }[]
}

/** AWS takes a list of values and wants one: more of them fail as two values of one key. */
export function assignmentOf(caller: Caller, input: WireAssignment): AssignmentCommand {
  const pairs = input.LFTags.flatMap(({ TagKey, TagValues }) =>
    TagValues.map((value) => ({ key: TagKey, value })),
  )
  return { ...parseResource(caller, input.Resource, input.CatalogId), pairs }
}

type Failures = Awaited<ReturnType<Governance['addTagsToResource']>>

export function wireFailures(failures: Failures) {
  return failures.map(({ pair, error }) => {
    const LFTag: LFTagPair = { TagKey: pair.key, TagValues: [pair.value] }
    return { LFTag, Error: errorDetail(error) }
  })
}
