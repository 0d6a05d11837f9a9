import { operation } from './operation.ts'

/** A dry run of `launchCluster`. */
export const estimateCluster = operation('estimateCluster', async (deps, { caller, body }) => {
  const { releaseLabel, groups, hourlyRateMilli, idleSecondsMax, cuts } =
    await deps.compute.estimateProduct(caller, {
      product: { id: body.productId },
      name: body.name,
      parameters: Object.entries(body.parameters).map(([key, value]) => ({ key, value })),
    })
  return {
    release: releaseLabel,
    machines: groups.map(({ role, instanceType, count }) => ({ role, type: instanceType, count })),
    hourlyRateMilli,
    ...(idleSecondsMax !== undefined && { idleMinutes: Math.round(idleSecondsMax / 60) }),
    cuts: cuts.map(({ level, resource }) => `${resource} of the ${level}`),
  }
})
