import { effectScope } from 'vue'
import { onTestFinished } from 'vitest'

/** Runs a composable as a component would, and ends it with the test. */
export function inScope<T>(make: () => T): T {
  const scope = effectScope()
  onTestFinished(() => scope.stop())
  return scope.run(make) as T
}
