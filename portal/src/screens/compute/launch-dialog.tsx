import type { Estimate, LaunchCluster, Product } from '@millrace/contract'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct } from '../../api/queries.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { ChoiceField, FormTrouble, TextField } from '../../ui/fields.tsx'
import { FormEnd } from '../../ui/form-end.tsx'

type Parameter = Product['parameters'][number]
type Values = Record<string, string>

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
        {product.parameters.map((parameter) => (
          <ParameterField
            key={parameter.key}
            parameter={parameter}
            value={values[parameter.key] ?? ''}
            change={(value) => setValues({ ...values, [parameter.key]: value })}
          />
        ))}
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

function ParameterField(props: {
  parameter: Parameter
  value: string
  change: (value: string) => void
}) {
  const { parameter, value, change } = props
  const hint = parameter.description ? { hint: parameter.description } : {}
  const shared = { label: parameter.label, value, change, ...hint }
  if (parameter.allowed)
    return <ChoiceField {...shared} choices={parameter.allowed.map((one) => [one, one])} />
  const numeric = parameter.minimum !== undefined || parameter.maximum !== undefined
  return (
    <TextField
      {...shared}
      type={numeric ? 'number' : 'text'}
      {...(parameter.minimum === undefined ? {} : { min: parameter.minimum })}
      {...(parameter.maximum === undefined ? {} : { max: parameter.maximum })}
    />
  )
}

function defaults({ parameters }: Product): Values {
  return Object.fromEntries(
    parameters.map((one) => [one.key, one.default ?? one.allowed?.[0] ?? '']),
  )
}
