import type { VendorDetail } from '@millrace/contract'
import { useState } from 'react'
import { useAct } from '../../api/queries.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { CheckField, TextField } from '../../ui/fields.tsx'
import { FormEnd } from '../../ui/form-end.tsx'

export function ChangeVendor({ vendor }: { vendor: VendorDetail }) {
  const [changing, setChanging] = useState(false)
  return (
    <>
      <button type="button" className="button" onClick={() => setChanging(true)}>
        Change…
      </button>
      {changing && <ChangeDialog vendor={vendor} close={() => setChanging(false)} />}
    </>
  )
}

interface Standing {
  owner: string
  nextStep: string
  closed: boolean
}

function standing({ owner = '', nextStep = '', closed }: VendorDetail): Standing {
  return { owner, nextStep, closed }
}

/** Of what others changed meanwhile nothing is taken back. */
function changed(vendor: VendorDetail, now: Standing) {
  const before = standing(vendor)
  return {
    ...(now.owner !== before.owner && { owner: now.owner || null }),
    ...(now.nextStep !== before.nextStep && { nextStep: now.nextStep }),
    ...(now.closed !== before.closed && { closed: now.closed }),
  }
}

/** Who looks after a vendor, and what is next; or that it was given up. */
function ChangeDialog({ vendor, close }: { vendor: VendorDetail; close: () => void }) {
  const [now, setNow] = useState(standing(vendor))
  const put = (part: Partial<Standing>) => setNow({ ...now, ...part })
  const change = useAct('updateVendor', ['getVendor', 'listVendors'], close)
  return (
    <Dialog title={`Change ${vendor.name}`} close={close}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          change.mutate({ params: { id: vendor.id }, body: changed(vendor, now) })
        }}
      >
        <TextField
          label="Next step"
          value={now.nextStep}
          change={(nextStep) => put({ nextStep })}
        />
        <TextField
          label="Looked after by"
          hint="The ARN of a user or a role."
          value={now.owner}
          change={(owner) => put({ owner })}
        />
        <CheckField
          label="Given up"
          hint="It stays findable, with what was tried."
          on={now.closed}
          change={(closed) => put({ closed })}
        />
        <FormEnd doing={change} close={close}>
          Change the vendor
        </FormEnd>
      </form>
    </Dialog>
  )
}
