import { operation } from './operation.ts'

/** What the catalogue started ends by the catalogue; any other by its own id. */
export const stopCluster = operation('stopCluster', async (deps, { caller, params, exchange }) => {
  const page = { offset: 0, countMax: 1000 }
  const products = await deps.compute.listProvisionedProducts(caller, page)
  const product = products.find(({ clusterId }) => clusterId === params.id)
  if (product)
    await deps.compute.terminateProvisionedProduct(caller, {
      wanted: { id: product.id },
      token: exchange.requestId,
    })
  else await deps.compute.terminateClusters(caller, [params.id])
  return { done: true }
})
