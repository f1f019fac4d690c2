import { expose } from 'comlink';
import { RecognizerService } from './recognizer-service';
import { watchWasmMemory } from './wasm-memory';

watchWasmMemory();
expose(new RecognizerService());
