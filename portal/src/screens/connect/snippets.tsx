import type { Dataset } from '@millrace/contract'
import { useAsk } from '../../api/queries.ts'
import { Snippets } from '../../ui/code.tsx'
import { Answer } from '../../ui/states.tsx'
import { snippetsFor } from './snippet-texts.ts'

/** Code that runs when pasted, after `eval "$(./millrace env PROFILE)"`. */
export function ConnectionSnippets({ dataset }: { dataset: Dataset }) {
  const status = useAsk('getStatus')
  const me = useAsk('getMe')
  return (
    <Answer to={status} lines={6}>
      {({ url }) => (
        <Snippets
          snippets={snippetsFor({
            url,
            dataset,
            kind: dataset.kind,
            user: me.data?.name ?? 'PROFILE',
          })}
        />
      )}
    </Answer>
  )
}
