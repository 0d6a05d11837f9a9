import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct } from '../../api/queries.ts'
import { paths } from '../../paths.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/fields.tsx'
import { FormEnd } from '../../ui/form-end.tsx'

export function NewVendor() {
  const [entering, setEntering] = useState(false)
  return (
    <>
      <button type="button" className="button primary" onClick={() => setEntering(true)}>
        New vendor
      </button>
      {entering && <VendorDialog close={() => setEntering(false)} />}
    </>
  )
}

/** Somebody who sends data, or might. */
function VendorDialog({ close }: { close: () => void }) {
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const [contact, setContact] = useState('')
  const [address, setAddress] = useState('')
  const [nextStep, setNextStep] = useState('')
  const enter = useAct('createVendor', ['listVendors'], ({ id }) => {
    close()
    void navigate({ to: paths.vendor(id) })
  })
  const contacts = contact && address ? [{ name: contact, address }] : []
  return (
    <Dialog title="New vendor" close={close}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          enter.mutate({ body: { name, contacts, ...(nextStep ? { nextStep } : {}) } })
        }}
      >
        <TextField label="Name" value={name} required change={setName} />
        <TextField label="Contact" value={contact} required={address !== ''} change={setContact} />
        <TextField
          label="Mail address"
          type="email"
          value={address}
          required={contact !== ''}
          change={setAddress}
        />
        <TextField
          label="Next step"
          hint="You look after it until somebody else is named."
          value={nextStep}
          change={setNextStep}
        />
        <FormEnd doing={enter} close={close}>
          Enter the vendor
        </FormEnd>
      </form>
    </Dialog>
  )
}
