import type { Estimate, LaunchCluster, Product } from '@millrace/contract'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct } from '../../api/queries.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { FormTrouble, TextField } from '../../ui/fields.tsx'
import { FormEnd } from '../../ui/form-end.tsx'
import { defaults, ParameterFields, type Values } from './product-fields.tsx'

/** The product's own questions, each with a default that works. */
export function LaunchDialog({ product, close }: { product: Product; close: () => void }) {
  const [name, setName] = useState('')
  const [values, setValues] = useState<Values>(() => defaults(product))
  const navigate = useNavigate()
  const launch = useAct('launchCluster', ['listClusters'], () => {
    close()
    void navigate({ to: '/compute' })
  })
  return (
    <Dialog title={product.name} close={close}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          launch.mutate({ body: { productId: product.id, name, parameters: values } })
        }}
      >
        <TextField
          label="Name"
          hint="You and the audit will know it by this."
          value={name}
          change={setName}
          required
        />
        <ParameterFields product={product} values={values} change={setValues} />
        <EstimateOf
          body={{ productId: product.id, name: name || product.id, parameters: values }}
        />
        <FormEnd doing={launch} close={close}>
          Start the cluster
        </FormEnd>
      </form>
    </Dialog>
  )
}

/** What it would be and cost, asked when somebody wants to know. */
function EstimateOf({ body }: { body: LaunchCluster }) {
  const estimate = useAct('estimateCluster', [])
  const { data } = estimate
  return (
    <div className="stack">
      <div className="row">
        <button
          type="button"
          className="button small"
          disabled={estimate.isPending}
          onClick={() => estimate.mutate({ body })}
        >
          Estimate
        </button>
        {data && <span>{estimateText(data)}</span>}
      </div>
      <FormTrouble error={estimate.error} />
    </div>
  )
}

function estimateText({ machines, release, hourlyRateMilli, idleMinutes, cuts }: Estimate): string {
  const made = machines.map(({ count, type }) => `${count} × ${type}`).join(' and ')
  const ends = idleMinutes === undefined ? '' : `, until idle for ${idleMinutes} minutes`
  const less = cuts.length === 0 ? '' : `; it gets less than that: ${cuts.join(', ')}`
  return `${made} with ${release}: ${hourlyRateMilli / 1000} an hour${ends}${less}`
}
