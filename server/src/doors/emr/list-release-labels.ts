import {
  ListReleaseLabels$,
  type ListReleaseLabelsInput,
  type ListReleaseLabelsOutput,
} from '@aws-sdk/client-emr'
import { RELEASES } from '../../contexts/compute/index.ts'
import { pageOf } from '../shared/page-token.ts'
import { emrOperation } from './operation.ts'
import { applicationsOf } from './release-shapes.ts'

const PAGE = 100 // EMR API: ListReleaseLabels answers at most 100 at a time.

/** Facts that everybody may know. */
export const listReleaseLabels = emrOperation<ListReleaseLabelsInput, ListReleaseLabelsOutput>({
  schema: ListReleaseLabels$,
  async run(_, __, { Filters = {}, NextToken: token, MaxResults = PAGE }) {
    const { Prefix = '', Application = '' } = Filters
    const fitting = RELEASES.filter(
      (release) =>
        release.label.startsWith(Prefix) &&
        (Application === '' || applicationsOf(release).some((one) => named(one, Application))),
    )
    const countMax = Math.min(PAGE, Math.max(1, MaxResults))
    const { page, next } = pageOf(fitting, { token, countMax })
    return { ReleaseLabels: page.map(({ label }) => label), NextToken: next }
  },
})

/** `spark` or `spark@3.5.9`, in any case. */
function named({ Name, Version }: { Name: string; Version: string }, wanted: string): boolean {
  const [name, version] = wanted.toLowerCase().split('@')
  return name === Name.toLowerCase() && [undefined, Version].includes(version)
}
