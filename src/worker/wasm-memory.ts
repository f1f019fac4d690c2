const memories: WebAssembly.Memory[] = [];

/**
 * Counts the WebAssembly memories made from now on. onnxruntime does not tell how much it uses; each of its bundles makes
 * one memory by this constructor.
 */
export function watchWasmMemory(): void {
  WebAssembly.Memory = class extends WebAssembly.Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super(descriptor);
      memories.push(this);
    }
  };
}

export function wasmBytes(): number {
  return memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
}
