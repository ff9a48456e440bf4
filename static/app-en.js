export * from './app-en-58e9de03.js?again';
