import type { Product } from '@millrace/contract'
import { useState } from 'react'
import { usePages } from '../../api/queries.ts'
import { Answer, Notice } from '../../ui/states.tsx'
import { money } from '../../ui/words.ts'
import { ComputePage } from './frame.tsx'
import { LaunchDialog } from './launch-dialog.tsx'

/** How do I get compute, safely? Each product says its size and its price before it starts. */
export function CatalogueScreen() {
  const products = usePages('listProducts')
  const [chosen, setChosen] = useState<Product>()
  return (
    <ComputePage>
      <Answer
        to={products}
        emptyNotice={
          <Notice icon="compute" title="The catalogue holds nothing for you">
            <p>The admin of your account chooses what is in it.</p>
          </Notice>
        }
      >
        {(all) => (
          <ul className="columns">
            {all.map((product) => (
              <li key={product.id}>
                <ProductCard product={product} choose={() => setChosen(product)} />
              </li>
            ))}
          </ul>
        )}
      </Answer>
      {chosen && <LaunchDialog product={chosen} close={() => setChosen(undefined)} />}
    </ComputePage>
  )
}

function ProductCard({ product, choose }: { product: Product; choose: () => void }) {
  const size = [
    product.vcpu && `${product.vcpu} vCPU`,
    product.memoryGb && `${product.memoryGb} GB memory`,
    product.architecture,
  ].filter(Boolean)
  return (
    <article className="card">
      <div className="row apart">
        <strong>{product.name}</strong>
        {product.usdPerHour !== undefined && (
          <span className="small soft">{money(product.usdPerHour)} an hour</span>
        )}
      </div>
      <p className="soft">{product.description}</p>
      <p className="small faint">{size.join(' · ')}</p>
      <div>
        <button
          type="button"
          className="button small"
          aria-label={`Choose ${product.name}`}
          onClick={choose}
        >
          Choose
        </button>
      </div>
    </article>
  )
}
