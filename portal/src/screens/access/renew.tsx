import type { Grant } from '@millrace/contract'
import { useState } from 'react'
import { AskDialog } from './ask-dialog.tsx'

/** Asks for the same once more, for longer; by tags there is nothing that one person could ask. */
export function Renew({ grant }: { grant: Grant }) {
  const [asking, setAsking] = useState(false)
  const { dataset, columns, filter, permissions, endsAt } = grant
  if (!dataset || !endsAt) return null
  const only = { ...(columns && { columns }), ...(filter !== undefined && { filter }) }
  return (
    <>
      <button type="button" className="button" onClick={() => setAsking(true)}>
        Renew
      </button>
      {asking && (
        <AskDialog
          dataset={dataset}
          again={{ ...only, permissions, principal: grant.principal }}
          close={() => setAsking(false)}
        />
      )}
    </>
  )
}
