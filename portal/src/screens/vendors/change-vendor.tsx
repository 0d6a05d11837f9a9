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

/** Who looks after a vendor, and what is next; or that it was given up. */
function ChangeDialog({ vendor, close }: { vendor: VendorDetail; close: () => void }) {
  const [owner, setOwner] = useState(vendor.owner ?? '')
  const [nextStep, setNextStep] = useState(vendor.nextStep ?? '')
  const [closed, setClosed] = useState(vendor.closed)
  const change = useAct('updateVendor', ['getVendor', 'listVendors'], close)
  return (
    <Dialog title={`Change ${vendor.name}`} close={close}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          const body = { nextStep, closed, ...(owner ? { owner } : {}) }
          change.mutate({ params: { id: vendor.id }, body })
        }}
      >
        <TextField label="Next step" value={nextStep} change={setNextStep} />
        <TextField
          label="Looked after by"
          hint="The ARN of a user or a role."
          value={owner}
          change={setOwner}
        />
        <CheckField
          label="Given up"
          hint="It stays findable, with what was tried."
          on={closed}
          change={setClosed}
        />
        <FormEnd doing={change} close={close}>
          Change the vendor
        </FormEnd>
      </form>
    </Dialog>
  )
}
