export * from './app-vi-8dd721f0.js?again';
